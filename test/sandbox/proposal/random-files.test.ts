import fc from 'fast-check';
import {expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import type {Json, JsonObject} from '../../../source/sandbox/json.js';
import {layProposal} from '../../../source/sandbox/proposal/lay-proposal.js';
import {readProposal} from '../../../source/sandbox/proposal/read-proposal.js';
import {loadWorld} from '../../../source/sandbox/world/load-world.js';
import {asTerraformState} from '../../helpers/as-terraform.js';
import {mutations, seed} from '../../helpers/handed-over.js';
import {mutationCount} from '../../helpers/mutation-count.js';
import {terraformPlan} from '../../helpers/terraform-plan.js';
import {worldContent} from '../../helpers/world-content.js';

const content = worldContent('locked-down');
const world = loadWorld(Object.fromEntries(content.map((value, index) => [`${index}.json`, value])));
const resources = [...world.resources.values()];

/** The state of the practice world, and the same as a plan that makes all of it anew. */
const state = asTerraformState(resources);
const plan = terraformPlan(
	(state as {values: {root_module: {resources: {address: string; values: JsonObject}[]}}}).values.root_module.resources
		.slice(0, 12)
		.map(({address, values: {id: _id, ...after}}) => ({address, after, unknown: {id: true}})),
);
const whatIf: JsonObject = {
	status: 'Succeeded',
	changes: resources.slice(0, 8).map(after => ({resourceId: after['id'], changeType: 'Modify', before: after, after})),
};

test.each<[string, Json, number]>([
	['a Terraform state', state, 60],
	['a Terraform plan', plan, 120],
	['an answer of what-if', whatIf, 120],
])('%s is laid over or refused, whatever stands in it', (_, original, runs) => {
	fc.assert(
		fc.property(mutations(original), value => {
			try {
				const {world: after} = layProposal(world, readProposal({file: JSON.stringify(value)}));
				expect(after.resources.size).toBeGreaterThanOrEqual(0);
			} catch (error) {
				expect(error).toBeInstanceOf(UserError);
			}
		}),
		{numRuns: mutationCount(runs, 1), seed},
	);
});
