import {assessWorld} from '../../source/controls/assess-world.js';
import type {Control} from '../../source/controls/control.js';
import {controls} from '../../source/controls/list.js';
import {addresses} from '../../source/network/address-set.js';
import {templatesFolder} from '../../source/package-root.js';
import {buildPlan} from '../../source/plan/build-plan.js';
import type {Choices} from '../../source/plan/collect-needs.js';
import type {Plan} from '../../source/plan/plan.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {parametersOf} from '../../source/profiles/older-answers.js';
import type {World} from '../../source/topology/world.js';
import {readExpected} from '../worlds/expected.js';
import {readWorldFolder} from './read-world.js';

const profile = await loadProfile('azure-dev-spaces');

export type Practice = {
	readonly world: World;
	readonly assess: (world: World) => ReturnType<typeof assessWorld>;
	readonly plan: (options?: {
		readonly choices?: Choices;
		readonly without?: readonly string[];
		readonly world?: World;
		readonly allowClosing?: readonly string[];
		/** Controls beside the real ones. */
		readonly more?: readonly Control[];
	}) => Plan;
};

/** A practice world with the inputs of its expectations, and the plan for it. */
export function practice(name: string): Practice {
	const {inputs} = readExpected(name);
	const answers = {
		machines: addresses(...inputs.machines),
		parameters: parametersOf(inputs),
	};
	const world = readWorldFolder(templatesFolder('worlds', name));
	const assess = (other: World) => assessWorld(other, [profile], answers, topology => topology);
	return {
		world,
		assess,
		plan: ({choices = {}, without = [], allowClosing = [], more = [], world: other = world} = {}) => {
			const assessed = assess(other);
			const {cluster} = assessed.topology;
			if (cluster.state !== 'known') {
				throw new Error(`the practice world ${name} has no readable cluster`);
			}

			return buildPlan({
				world: other,
				...assessed,
				cluster: cluster.value,
				controls: [...controls, ...more],
				profiles: ['azure-dev-spaces'],
				answers,
				choices,
				without,
				allowClosing,
				reassess: assess,
			});
		},
	};
}
