import {boundedAdminRules, missingAdminRules} from '../../routing/admin-rules.js';
import {decide} from '../../routing/bounded-rules.js';
import {question} from '../../routing/question.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {armName} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {byHand} from '../by-hand.js';
import type {Control, Stopped} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {Remedy} from '../remedy.js';

/** Security admin rules of Azure Virtual Network Manager, which come before the groups of a network. */
export const securityAdmin = {
	id: 'security-admin',
	title: 'Security admin rules',
	judge: {'admin-rules': (place, hop) => judgeAdminRules(place, hop)},
	remedy: remedyAdminRules,
} as const satisfies Control;

function judgeAdminRules(
	{rules, direction}: PlaceOf<'admin-rules'>,
	hop: Hop,
): readonly DecisionOf<'security-admin'>[] {
	const {packets} = hop;
	const {verdict, shares, doubtful, unknown} = decide(
		boundedAdminRules(rules, direction, packets),
		question(packets),
		packets.quantifier,
	);
	const deciding = [...shares.map(({origin}) => origin), ...doubtful].filter(origin => origin !== undefined);
	const [first] = deciding;
	const common = {control: 'security-admin', hop} as const;
	if (verdict !== 'blocked' && rules.unread !== undefined) {
		return [
			{
				...common,
				verdict: 'undecided',
				resource: rules.network,
				missing: missingAdminRules(rules),
				grounds: {kind: 'unread', rules, reason: rules.unread},
			},
		];
	}

	// Where no rule says anything there is nothing to tell; the groups decide.
	return first === undefined
		? []
		: [
				{
					...common,
					verdict,
					resource: first.id,
					missing: verdict === 'undecided' ? (unknown[0] ?? missingAdminRules(rules)) : undefined,
					grounds: {kind: 'rules', rules, deciding},
				},
			];
}

/** They are a central team's to change, and no rule of a group overrules them. */
function remedyAdminRules({finding: {flow}, entries}: Stopped): readonly Remedy[] {
	const rules = entries.flatMap(({verdict, decision}) =>
		verdict === 'blocked' && decision.control === 'security-admin' && decision.grounds.kind === 'rules'
			? decision.grounds.deciding
			: [],
	);
	const [first] = rules;
	return first === undefined
		? []
		: [
				byHand([
					{
						kind: 'advice',
						text: `Security admin rule ${first.name} comes before every security group: ask the owner of network manager ${armName(first.id.split(/\/securityAdminConfigurations\//i)[0] ?? first.id)} to allow ${flow.from} to reach ${flow.to} in a rule with a lower number than ${first.priority}.`,
						commands: [commandLine('az', 'rest', '--method', 'get', '--url', `${first.id}?api-version=2025-05-01`)],
					},
				]),
			];
}
