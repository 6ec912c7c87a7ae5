import type {Danger} from '../plan.js';
import type {Wanted} from '../wanted.js';
import type {Overridden} from './need-record.js';
import {overriddenBy} from './need-records.js';

const warnings: Readonly<Record<Overridden['code'], (what: readonly string[]) => string>> = {
	'endpoint-published': what => what.join(' '),
	'deny-bypassed': what => `This comes before an explicit deny: ${what.join(', ')}.`,
};

/** Why a step must be consented to by name for what it is wanted for; what is published weighs more than a deny. */
export function needDanger(wanted: readonly Wanted[]): Danger | undefined {
	const overridden = wanted.flatMap(({need}) => overriddenBy(need) ?? []);
	const of = (code: Overridden['code']) => overridden.filter(item => item.code === code).map(({what}) => what);
	const code = (['endpoint-published', 'deny-bypassed'] as const).find(one => of(one).length > 0);
	return code === undefined ? undefined : {code, warning: warnings[code]([...new Set(of(code))])};
}
