import {storageAccountOf} from '../../routing/storage-account.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {type ArmId, armKey} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {type Known, knownValue} from '../../topology/known.js';
import type {Missing} from '../../topology/missing.js';
import type {ServiceEndpointPolicy} from '../../topology/service-endpoint-policy.js';
import type {Topology} from '../../topology/topology.js';
import type {Control} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {AccountJudged} from './grounds.js';
import {judgeAccount} from './judge-account.js';
import {remedyEndpointPolicy} from './remedy-endpoint-policy.js';

/**
 * Service endpoint policies: which storage accounts a subnet reaches over its service endpoint. They filter nothing else:
 * no other service, no other region than the endpoint's, nothing that leaves by another route
 * (virtual-network-service-endpoint-policies-overview). So they are asked where the endpoint's own route decides.
 */
export const serviceEndpointPolicy = {
	id: 'service-endpoint-policy',
	title: 'Service endpoint policy',
	judge: {route: judgeRoute},
	remedy: remedyEndpointPolicy,
} as const satisfies Control;

type PolicyDecision = DecisionOf<'service-endpoint-policy'>;

type ReadPolicy = {readonly id: ArmId; readonly read: Known<ServiceEndpointPolicy> | undefined};

function judgeRoute({subnet, route}: PlaceOf<'route'>, hop: Hop, topology: Topology): readonly PolicyDecision[] {
	const ids = knownValue(topology.subnets.get(armKey(subnet)))?.serviceEndpointPolicies ?? [];
	if (ids.length === 0 || route.nextHop.kind !== 'service-endpoint' || !isStorage(route.nextHop.service)) {
		return [];
	}

	const all = ids.map((id): ReadPolicy => ({id, read: topology.serviceEndpointPolicies.get(armKey(id))}));
	return hop.packets.hosts.flatMap((host): readonly PolicyDecision[] => {
		const account = host.kind === 'named' ? storageAccountOf(host.pattern) : ({kind: 'any-account'} as const);
		// Other names are no endpoints of accounts, so their addresses are not those of storage [I].
		return account.kind === 'no-account'
			? []
			: [{control: 'service-endpoint-policy', hop, ...decide(judgeAccount(account, policiesOf(all)), subnet, all)}];
	});
}

/** Policies are there for this service alone; `.Global` is the same for accounts of every region. One that is not named may be it. */
function isStorage(service: string | undefined): boolean {
	return service === undefined || /^Microsoft\.Storage(?:\.Global)?$/i.test(service);
}

function policiesOf(all: readonly ReadPolicy[]): readonly ServiceEndpointPolicy[] {
	return all.flatMap(({read}) => knownValue(read) ?? []);
}

function decide(
	judged: AccountJudged,
	subnet: ArmId,
	all: readonly ReadPolicy[],
): Pick<PolicyDecision, 'verdict' | 'resource' | 'missing' | 'grounds'> {
	const about = {subnet, policies: all.map(({id}) => id)};
	if (judged.kind === 'listed') {
		return {verdict: 'allowed', resource: judged.policy.id, grounds: {...about, ...judged}};
	}

	const unread = all.find(({read}) => read?.state !== 'known');
	if (unread !== undefined) {
		const reason = unread.read?.state === 'denied' ? unread.read.reason : 'It was not read.';
		return {
			verdict: 'undecided',
			resource: unread.id,
			missing: {datum: 'what it lists', command: show(unread.id)},
			grounds: {...about, kind: 'unread', policy: unread.id, reason},
		};
	}

	const resource = all[0]?.id ?? subnet;
	return judged.kind === 'not-listed'
		? {verdict: 'blocked', resource, grounds: {...about, ...judged}}
		: {verdict: 'undecided', resource, missing: missingOf(judged, resource), grounds: {...about, ...judged}};
}

function missingOf(judged: Exclude<AccountJudged, {kind: 'listed' | 'not-listed'}>, policy: ArmId): Missing {
	return judged.kind === 'perhaps-listed'
		? {
				datum: `where storage account ${judged.account} is`,
				command: commandLine('az', 'storage', 'account', 'show', '--name', judged.account, '--query', 'id'),
			}
		: {
				datum: judged.kind === 'says-nothing' ? 'whether an empty policy denies' : 'which storage accounts are called',
				command: show(policy),
			};
}

function show(policy: ArmId): string {
	return commandLine('az', 'network', 'service-endpoint', 'policy', 'show', '--ids', policy);
}
