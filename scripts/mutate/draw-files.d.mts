export function drawFiles(files: readonly string[], share: number): string[];
