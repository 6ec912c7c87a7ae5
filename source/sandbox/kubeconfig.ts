import {stringify} from 'yaml';

type Access = {
	readonly cluster: string;
	readonly user: string;
	readonly server: string;
	readonly ca: string;
	readonly token: string;
};

export function makeKubeconfig({cluster, user, server, ca, token}: Access): string {
	return stringify({
		apiVersion: 'v1',
		kind: 'Config',
		'current-context': cluster,
		clusters: [{name: cluster, cluster: {server, 'certificate-authority-data': Buffer.from(ca).toString('base64')}}],
		users: [{name: user, user: {token}}],
		contexts: [{name: cluster, context: {cluster, user}}],
		preferences: {},
	});
}
