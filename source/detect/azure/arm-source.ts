import type {Json} from '../../topology/world.js';
import type {ArmQuestion} from './arm-question.js';

/** Azure Resource Manager as the readers know it, whoever plays it. */
export type ArmSource = {
	/** Without a slash at its end; links to further pages begin with it. */
	readonly endpoint: string;
	/**
	 * The bodies of the answers as they came, page by page. Rejects with what `errorDetails` understands where the answer is
	 * none, or another than was asked for.
	 */
	readonly ask: (question: ArmQuestion, signal: AbortSignal) => Promise<readonly Json[]>;
	/** What has no name of its own, by its address. Every status is an answer; there is a body only with 200. */
	readonly get: (url: string, signal: AbortSignal) => Promise<ArmPage>;
};

export type ArmPage = {readonly status: number; readonly body: Json | undefined};
