import {type Answer, route, type SandboxService, type ServiceRequest} from './service.js';

/** Who one signs in as. Nothing here is a secret: the practice Azure holds only made-up data, on loopback. */
export type Identity = {
	readonly tenant: string;
	readonly clientId: string;
	readonly objectId: string;
	readonly clientSecret: string;
};

const lifetimeSeconds = 86_400;
const issuer = 'aksess-practice-azure';

export function signIn(identity: Identity): SandboxService {
	const token = (request: ServiceRequest): Answer => answerToken(request, identity);
	const configuration = (request: ServiceRequest, parameters: {readonly tenant?: string}): Answer =>
		openIdConfiguration(request, parameters.tenant ?? 'adfs');
	return {
		routes: [
			route('GET', '/metadata/endpoints', cloudMetadata),
			// The authority ends in /adfs for az: its library then does not ask login.microsoftonline.com who this is.
			route('GET', '/adfs/.well-known/openid-configuration', configuration),
			route('POST', '/adfs/oauth2/token', token),
			route('GET', '/:tenant/v2.0/.well-known/openid-configuration', configuration),
			route('GET', '/:tenant/.well-known/openid-configuration', configuration),
			route('POST', '/:tenant/oauth2/v2.0/token', token),
			route('POST', '/:tenant/oauth2/token', token),
		],
	};
}

/** An unsigned token: whoever can reach a loopback port may read made-up data. */
export function makeToken({tenant, clientId, objectId}: Identity, now = Date.now()): string {
	const seconds = Math.floor(now / 1000);
	return [
		{alg: 'none', typ: 'JWT'},
		{
			aud: 'https://management.azure.com/',
			iss: issuer,
			iat: seconds,
			nbf: seconds,
			exp: seconds + lifetimeSeconds,
			appid: clientId,
			oid: objectId,
			sub: objectId,
			tid: tenant,
			ver: '1.0',
		},
	]
		.map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.')
		.concat('.practice');
}

/** Tokens of earlier runs hold too, as az keeps them; expired ones and those of another issuer do not. */
export function tokenState(authorization: string | undefined): 'valid' | 'missing' | 'invalid' | 'expired' {
	const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
	if (token === undefined) {
		return 'missing';
	}

	try {
		const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
		if (claims?.iss !== issuer) {
			return 'invalid';
		}

		return Number(claims.exp) * 1000 > Date.now() ? 'valid' : 'expired';
	} catch {
		return 'invalid';
	}
}

function answerToken(request: ServiceRequest, identity: Identity): Answer {
	const form = new URLSearchParams(request.body.toString('utf8'));
	if (form.get('grant_type') === 'client_credentials' && form.get('client_secret') !== identity.clientSecret) {
		return {
			status: 401,
			body: {
				error: 'invalid_client',
				error_description: `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${form.get('client_id') ?? ''}'.`,
				error_codes: [7_000_215],
			},
		};
	}

	return {
		status: 200,
		headers: {'cache-control': 'no-store'},
		body: {
			token_type: 'Bearer',
			expires_in: lifetimeSeconds,
			ext_expires_in: lifetimeSeconds,
			expires_on: Math.floor(Date.now() / 1000) + lifetimeSeconds,
			resource: form.get('resource') ?? '',
			access_token: makeToken(identity),
		},
	};
}

function openIdConfiguration({origin, path}: ServiceRequest, tenant: string): Answer {
	const base = `${origin}/${tenant}`;
	const version = path.includes('/v2.0/') ? '/v2.0' : '';
	return {
		status: 200,
		body: {
			issuer: `${base}${version}`,
			authorization_endpoint: `${base}/oauth2${version}/authorize`,
			token_endpoint: `${base}/oauth2${version}/token`,
			device_authorization_endpoint: `${base}/oauth2${version}/devicecode`,
			jwks_uri: `${base}/discovery/keys`,
			response_types_supported: ['code', 'id_token', 'token'],
			scopes_supported: ['openid'],
			subject_types_supported: ['pairwise'],
			tenant_region_scope: null,
		},
	};
}

/** What `az cloud register --endpoint-resource-manager` asks for. */
function cloudMetadata({origin}: ServiceRequest): Answer {
	return {
		status: 200,
		body: {
			// The first three are all that az before 2.50 reads; later ones stop without a name and suffixes.
			name: 'practice',
			authentication: {loginEndpoint: `${origin}/adfs`, audiences: [`${origin}/`], tenant: 'common'},
			resourceManager: origin,
			suffixes: {},
			graphEndpoint: `${origin}/`,
			galleryEndpoint: `${origin}/`,
			portalEndpoint: `${origin}/`,
		},
	};
}
