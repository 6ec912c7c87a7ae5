/** The languages that a plan is written in. */
export const scriptFormats = ['bash', 'yaml', 'markdown'] as const;

export type ScriptFormat = (typeof scriptFormats)[number];
