import {ContainerServiceClient} from '@azure/arm-containerservice';
import {NetworkManagementClient} from '@azure/arm-network';
import {azurePublicEndpoint, type Connection} from '../connection.js';
import {httpClient} from './http-client.js';
import {rawAnswers} from './raw-answers.js';

export type ArmClients = {
	/** Without a slash at its end. */
	readonly endpoint: string;
	readonly network: (subscription: string) => NetworkManagementClient;
	readonly containers: (subscription: string) => ContainerServiceClient;
};

const made = new WeakMap<Connection, ArmClients>();

/** One client per subscription, kept for as long as the connection is: they hold the open sockets and the token. */
export function armClients(connection: Connection): ArmClients {
	const clients = made.get(connection) ?? createArmClients(connection);
	made.set(connection, clients);
	return clients;
}

export function createArmClients(connection: Connection): ArmClients {
	const options = clientOptions(connection);
	return {
		endpoint: options.endpoint,
		network: once(subscription => new NetworkManagementClient(connection.credential, subscription, options)),
		containers: once(subscription => new ContainerServiceClient(connection.credential, subscription, options)),
	};
}

function clientOptions({armEndpoint = azurePublicEndpoint, ca}: Connection) {
	const endpoint = armEndpoint.replace(/\/+$/, '');
	return {
		endpoint,
		httpClient,
		// The scope does not follow the endpoint by itself.
		credentials: {scopes: [`${endpoint}/.default`]},
		additionalPolicies: [{policy: rawAnswers, position: 'perCall' as const}],
		...(ca === undefined ? {} : {tlsOptions: {ca}}),
	};
}

function once<T>(create: (subscription: string) => T): (subscription: string) => T {
	const made = new Map<string, T>();
	return subscription => {
		const key = subscription.toLowerCase();
		const client = made.get(key) ?? create(subscription);
		made.set(key, client);
		return client;
	};
}
