export type Verdict = 'allowed' | 'blocked' | 'undecided' | 'not-applicable';
