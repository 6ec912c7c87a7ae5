import type {TokenCredential} from '@azure/core-auth';
import type {ArmId} from '../topology/arm-id.js';
import type {ListedType} from './azure/read-listed-types.js';

/** Whom to ask and as whom. Azure, a sovereign cloud and the sandbox differ in nothing else. */
export type Connection = {
	/** Azure's own endpoint when undefined. */
	readonly armEndpoint?: string | undefined;
	readonly credential: TokenCredential;
	/** A certificate authority, PEM, that signed the endpoint's certificate. */
	readonly ca?: string | undefined;
	/** For listing clusters; a cluster's id says its own. */
	readonly subscription?: string | undefined;
	/** YAML; asked from Azure (`listClusterUserCredential`) when undefined. */
	readonly kubeconfig?: string | undefined;
};

export const azurePublicEndpoint = 'https://management.azure.com';

/** What is being read, for whoever shows progress. Stages run side by side. */
export type ReadStage = 'cluster' | 'networks' | 'service-tags' | 'kubernetes';

export type ReadProgress = {
	readonly what: ReadStage;
	readonly state: 'reading' | 'done';
};

export type ReadOptions = {
	/** Undefined reads the objects of the kubeconfig's cluster alone. */
	readonly cluster: ArmId | undefined;
	/** Resources to be read beside, of types that are read at all: what a change is about to attach. */
	readonly also?: readonly ArmId[] | undefined;
	/** Lists of the cluster's resource group that only profiles ask for. */
	readonly listed?: readonly ListedType[] | undefined;
	readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
	readonly signal?: AbortSignal | undefined;
	/** How long the API server may take to answer at all; a private one never does from outside its network. */
	readonly apiServerTimeoutMs?: number | undefined;
	/** How long Azure may think about routes that stand in no table, which it tells by long-running operations. */
	readonly routesTimeoutMs?: number | undefined;
};
