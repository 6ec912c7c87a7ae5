/** What a piece of text means; how that looks is for whoever writes to the terminal. */
export type Role = 'blocked' | 'allowed' | 'undecided' | 'not-applicable' | 'strong' | 'quiet' | 'added' | 'removed';

export type Paint = (role: Role, text: string) => string;

/** No colour: files, pipes, NO_COLOR. */
export const plain: Paint = (_role, text) => text;
