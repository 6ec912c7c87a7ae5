import type {AssessedWorld} from '../controls/assess-world.js';
import type {Plan} from '../plan/plan.js';
import {namedPlaces} from '../profiles/asked/places.js';
import type {Session} from '../session.js';
import {parseArmId} from '../topology/arm-id.js';
import type {Cluster} from '../topology/cluster.js';
import type {Topology} from '../topology/topology.js';
import {type KnownNames, type KnownPlace, keepNames, sourceOf} from './known-names.js';
import type {Selection} from './selection.js';

type Seen = AssessedWorld & {
	readonly cluster: Cluster | undefined;
	/** There where something was asked without a profile. */
	readonly asked?: unknown;
};

/** Keeps the names of what was just read, for the completion of a shell. */
export async function keepNamesSeen(inspected: Seen, selection: Selection, session: Session): Promise<void> {
	const {assessment, topology, asked} = inspected;
	// What was only asked is remembered nowhere.
	if (asked !== undefined) {
		return;
	}

	const cluster = clusterOf(inspected);
	const source = sourceOf(selection, session.cwd, cluster);
	const flows = [...assessment.findings.map(({flow}) => flow.id), ...assessment.unbound.map(own => own.requirement)];
	await keepNames(
		source,
		(old): KnownNames => ({
			schemaVersion: 1,
			source,
			cluster,
			places: placesOf(topology),
			flows: [...new Set(flows)],
			requirements: [...new Set(assessment.findings.map(({flow}) => flow.requirement))],
			steps: old?.steps ?? [],
			choices: old?.choices ?? [],
		}),
		session,
	);
}

/** The same of the plan that was made of it, beside what was kept when it was read. */
export async function keepPlanNames(
	inspected: Seen,
	plan: Plan,
	selection: Selection,
	session: Session,
): Promise<void> {
	if (inspected.asked === undefined) {
		await keepNames(
			sourceOf(selection, session.cwd, clusterOf(inspected)),
			old => old && {...old, steps: plan.steps.map(({id}) => id), choices: choicesOf(plan)},
			session,
		);
	}
}

function clusterOf({cluster}: Seen): KnownNames['cluster'] {
	const {subscription, resourceGroup, name} = parseArmId(cluster?.id ?? '') ?? {};
	return subscription === undefined || resourceGroup === undefined || name === undefined
		? null
		: {subscription, resourceGroup, name};
}

function choicesOf({choices}: Plan): readonly string[] {
	return choices.flatMap(({requirement, options}) => [
		...options.map(({id}) => `${requirement}=${id}`),
		`${requirement}=none`,
	]);
}

function placesOf(topology: Topology): readonly KnownPlace[] {
	return namedPlaces(topology, 'to').map(({place}): KnownPlace => {
		switch (place.kind) {
			case 'namespace': {
				return {kind: 'namespace', name: place.namespace};
			}

			case 'workload': {
				const {namespace, workload} = place;
				return {kind: 'workload', namespace, name: workload.name, of: workload.kind.toLowerCase()};
			}

			case 'pod': {
				return {kind: 'pod', namespace: place.namespace, name: place.name};
			}

			case 'service': {
				const {namespace, name, ports} = place.service;
				return {kind: 'service', namespace, name, ports: ports.map(({port}) => String(port))};
			}

			case 'subnet': {
				return {kind: 'subnet', name: place.name};
			}
		}
	});
}
