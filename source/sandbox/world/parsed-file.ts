import type {UserError} from '../../errors.js';
import type {Json} from '../json.js';

/** What stands in a file, with where it begins for messages: a value, or something that cannot be read. */
export type ParsedFile = {readonly where: string} & ({readonly value: Json} | {readonly broken: UserError});
