import type {Plan} from '../../plan/plan.js';

/** Flows by their requirements: `space-routing (4)` where it is several flows of one, the flow itself where it is one. */
export function countedFlows(flows: readonly string[], before: Plan['before']): readonly string[] {
	const requirements = new Map(before.map(({flow, requirement}) => [flow, requirement]));
	const groups = Map.groupBy(flows, flow => requirements.get(flow) ?? flow);
	return [...groups].map(([requirement, some]) =>
		some.length === 1 ? (some[0] ?? requirement) : `${requirement} (${some.length})`,
	);
}
