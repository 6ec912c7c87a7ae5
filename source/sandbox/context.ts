import type {Identity} from './sign-in.js';
import type {Store} from './store.js';

/** What every service works with. */
export type SandboxContext = {
	readonly store: Store;
	readonly identity: Identity;
	readonly operationMs: number;
	readonly answerMs: number;
	readonly pageSize: number;
	readonly ca: string;
};
