import type {ArmId} from './arm-id.js';

/**
 * Which resources of a service a subnet may reach over its service endpoint; whatever no policy of the subnet lists is
 * denied (virtual-network-service-endpoint-policies-overview). Today that is Azure Storage alone.
 */
export type ServiceEndpointPolicy = {
	readonly id: ArmId;
	readonly name: string;
	readonly definitions: readonly ServiceEndpointDefinition[];
};

export type ServiceEndpointDefinition = {
	readonly name: string;
	/** `Microsoft.Storage`, or `Global` for aliases. */
	readonly service: string;
	/** Accounts, resource groups and subscriptions by id, and aliases: `/services/Azure/DataFactory`. */
	readonly resources: readonly string[];
};
