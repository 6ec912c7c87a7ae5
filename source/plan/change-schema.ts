import {z} from 'zod';
import {changeRecords} from './changes/change-records.js';

type AnySchema = (typeof changeRecords)[keyof typeof changeRecords]['schema'];

export const changeSchema = z
	.discriminatedUnion(
		'kind',
		// There is at least one kind; only the type forgets that.
		Object.values(changeRecords).map(({schema}) => schema) as [AnySchema, ...AnySchema[]],
	)
	.describe('one write, with the state before and after it; its inverse is the same with both exchanged');
