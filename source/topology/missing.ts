/** Something we would have to know, and the command that would tell. */
export type Missing = {readonly datum: string; readonly command: string};
