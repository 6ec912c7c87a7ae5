import type {ControlId} from './control-id.js';
import type {Finding} from './finding.js';

export function isBlockedBy({trail}: Finding, control: ControlId): boolean {
	return trail.some(entry => entry.control === control && entry.verdict === 'blocked');
}
