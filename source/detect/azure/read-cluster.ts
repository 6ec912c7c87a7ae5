import {UserError} from '../../errors.js';
import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import type {ArmResource} from '../../topology/world.js';
import {asResource} from './arm-reader.js';
import type {ArmSource} from './arm-source.js';
import {explainAzureError} from './explain-azure-error.js';

/** The cluster itself. Without it nothing can be said, so whatever is wrong stops the run with a sentence. */
export async function readCluster(id: ArmId, arm: ArmSource, signal: AbortSignal): Promise<ArmResource> {
	const parts = parseArmId(id);
	if (parts === undefined) {
		throw new UserError('usage', `${id} is not the id of a cluster.`, {
			next: ['Name it with --subscription, --resource-group and --name.'],
		});
	}

	const {resourceGroup, name} = parts;
	try {
		const [answer] = await arm.ask({kind: 'cluster', id}, signal);
		const [resource] = asResource(answer ?? null);
		if (resource !== undefined) {
			return resource;
		}
	} catch (error) {
		throw explainAzureError(error, `The cluster ${name} in the resource group ${resourceGroup}`);
	}

	throw new UserError('usage', `Azure's answer about the cluster ${name} was not understood.`, {
		next: [`Look at it with \`az aks show -g ${resourceGroup} -n ${name}\`.`],
	});
}
