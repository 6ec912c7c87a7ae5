import type {Control} from '../control.js';
import {judgeRanges} from './judge-ranges.js';
import {remedyRanges} from './remedy-ranges.js';

/** Who may call the API server of a public cluster. */
export const authorizedRanges = {
	id: 'authorized-ranges',
	title: 'API server authorized IP ranges',
	judge: {'api-server': judgeRanges},
	remedy: remedyRanges,
} as const satisfies Control;
