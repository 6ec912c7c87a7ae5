import {expect, test} from 'vitest';
import {createTally} from '../../source/detect/capture/masked.js';
import {stripFields, stripResource} from '../../source/detect/capture/strip-resource.js';

const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/connections/vpn';

/** One name for every word by which a field is known to hold a secret; its value gives nothing away by its form. */
const telling = [
	'clientSecret',
	'adminPassword',
	'passphrase',
	'accessToken',
	'credentials',
	'connectionString',
	'signature',
	'privateKey',
	'sharedKey',
	'shared_key',
	'accessKey',
	'accountKey',
	'apiKey',
	'authorizationKey',
	'serviceKey',
	'primaryKey',
	'secondaryKey',
	'encryptionKey',
	'kubeconfig',
	'kubeconfigs',
	'tags',
	'systemData',
	'description',
];

test.each(telling)('%s does not go along, however deep it stands, and is counted', name => {
	const tally = createTally();
	const properties = {[name]: 'plain', deep: [{[name.toUpperCase()]: {inner: 'plain'}, kept: 1}], kept: 2};
	const type = 'Microsoft.Network/connections';
	expect(stripResource({id, name: 'vpn', type, properties}, tally)).toEqual({
		id,
		name: 'vpn',
		type,
		properties: {deep: [{kept: 1}], kept: 2},
	});
	expect(tally.counted().fields).toBe(2);
});

test.each(['keyData', 'serviceTags', 'etag', 'descriptionOfGroup', 'publicKey', 'nextHopType', 'kubeconfigPath'])(
	'%s decides or says nothing of the kind, and goes along',
	name => {
		expect(stripFields({[name]: 'plain'}, createTally())).toEqual({[name]: 'plain'});
	},
);
