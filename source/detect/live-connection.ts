import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {systemReason, UserError} from '../errors.js';
import {boundedSignIn} from './bounded-sign-in.js';
import type {Connection} from './connection.js';

type LiveOptions = {
	readonly subscription: string | undefined;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	/** A kubeconfig to use instead of the one Azure gives, `--kubeconfig`. */
	readonly kubeconfig?: string | undefined;
};

/**
 * Azure itself, with whatever sign-in there is: environment, workload identity, managed identity, az, azd, PowerShell.
 * The subscription is the flag's, else the environment's, else az's default.
 */
export async function liveConnection({subscription, env, home, kubeconfig}: LiveOptions): Promise<Connection> {
	// Loading the sign-in takes longer than everything else at start, so only who goes to Azure pays for it.
	const [{DefaultAzureCredential}, text, defaultSubscription] = await Promise.all([
		import('@azure/identity'),
		kubeconfig === undefined ? undefined : readKubeconfig(kubeconfig),
		subscription ?? env['AZURE_SUBSCRIPTION_ID'] ?? azDefaultSubscription(env, home),
	]);
	const common = {subscription: defaultSubscription, kubeconfig: text};
	const armEndpoint = env['AKSESS_ARM_ENDPOINT'];
	return armEndpoint === undefined
		? {...common, credential: boundedSignIn(new DefaultAzureCredential())}
		: {...common, ...(await otherAzure(armEndpoint, env))};
}

/**
 * Another Azure than the public one: a practice Azure that runs elsewhere, or a private cloud. Signs in with the usual
 * variables of a service principal, at the endpoint itself unless AZURE_AUTHORITY_HOST names another.
 */
async function otherAzure(armEndpoint: string, env: LiveOptions['env']): Promise<Connection> {
	const {ClientSecretCredential} = await import('@azure/identity');
	const {AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_CLIENT_SECRET: secret} = env;
	if (tenant === undefined || client === undefined || secret === undefined) {
		throw new UserError('not-signed-in', `AKSESS_ARM_ENDPOINT is ${armEndpoint}, and nobody is signed in there.`, {
			next: ['Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or unset AKSESS_ARM_ENDPOINT.'],
		});
	}

	if (!armEndpoint.startsWith('https://') || !URL.canParse(armEndpoint)) {
		throw new UserError(
			'usage',
			`AKSESS_ARM_ENDPOINT is ${JSON.stringify(armEndpoint)}, which is not an address of Azure Resource Manager.`,
			{
				next: ['Set AKSESS_ARM_ENDPOINT to an address that begins with https://, or unset it.'],
			},
		);
	}

	const caFile = env['AKSESS_CA_FILE'];
	const ca = caFile === undefined ? undefined : await readCertificate(caFile);
	const credential = new ClientSecretCredential(tenant, client, secret, {
		authorityHost: env['AZURE_AUTHORITY_HOST'] ?? armEndpoint,
		disableInstanceDiscovery: true,
		...(ca === undefined ? {} : {tlsOptions: {ca}}),
	});
	return {armEndpoint, ca, credential: boundedSignIn(credential)};
}

async function readKubeconfig(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		throw new UserError('usage', `The kubeconfig ${file} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check the path, or leave it out to have Azure asked for one.'],
		});
	}
}

async function readCertificate(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		throw new UserError('usage', `The certificate ${file} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check the path in AKSESS_CA_FILE, or unset it where the certificate is trusted anyway.'],
		});
	}
}

/** What `az account set` remembers. The file begins with a byte order mark. */
async function azDefaultSubscription(env: LiveOptions['env'], home: string): Promise<string | undefined> {
	const file = path.join(env['AZURE_CONFIG_DIR'] ?? path.join(home, '.azure'), 'azureProfile.json');
	try {
		const profile: unknown = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
		return defaultOf(profile);
	} catch {
		// Whoever never used az has no such file; then all subscriptions are looked through.
		return undefined;
	}
}

function defaultOf(profile: unknown): string | undefined {
	if (typeof profile !== 'object' || profile === null || !('subscriptions' in profile)) {
		return undefined;
	}

	const {subscriptions} = profile;
	const found: unknown = Array.isArray(subscriptions)
		? subscriptions.find(
				(entry: unknown) =>
					typeof entry === 'object' && entry !== null && 'isDefault' in entry && entry.isDefault === true,
			)
		: undefined;
	return typeof found === 'object' && found !== null && 'id' in found && typeof found.id === 'string'
		? found.id
		: undefined;
}
