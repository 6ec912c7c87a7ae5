import type {Control} from '../control.js';
import {assessAuthorizedRanges} from './assess-authorized-ranges.js';
import {remedyAuthorizedRanges} from './remedy-authorized-ranges.js';

/** The list of addresses that a public API server takes connections from. */
export const authorizedRanges: Control = {
	id: 'authorized-ranges',
	title: 'API server authorized IP ranges',
	assess: assessAuthorizedRanges,
	remedy: remedyAuthorizedRanges,
};
