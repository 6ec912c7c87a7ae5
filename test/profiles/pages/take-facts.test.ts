import {describe, expect, test} from 'vitest';
import {spelledNames} from '../../../source/profiles/pages/spell-names.js';
import {tableFacts} from '../../../source/profiles/pages/table-facts.js';
import {takeFacts} from '../../../source/profiles/pages/take-facts.js';

describe('names in a text', () => {
	test.each([
		['`registry.npmjs.org` is it.', [{name: 'registry.npmjs.org'}]],
		[
			'see https://Pypi.org/simple/foo and http://a.io/',
			[
				{name: 'pypi.org', port: 443},
				{name: 'a.io', port: 80},
			],
		],
		['`ntp.ubuntu.com:123`', [{name: 'ntp.ubuntu.com', port: 123}]],
		['`<cluster-region-name>.handler.azure.com`', [{name: '{region}.handler.azure.com'}]],
		['`*.hcp.<Location>.azmk8s.io`<br/>`b.c`', [{name: '*.hcp.{region}.azmk8s.io'}, {name: 'b.c'}]],
		['ingest.<realm>.signalfx.com', [{name: 'ingest.*.signalfx.com'}]],
		[`\`process.\`{{< region-param key="dd_site" code="true" >}}`, [{name: 'process.*'}]],
		[`"https://ingest.\${REALM}.io/v1"`, [{name: 'ingest.*.io', port: 443}]],
		['http://%(region)s.clouds.ubuntu.com', [{name: '*.clouds.ubuntu.com', port: 80}]],
		[String.raw`\*.quay.io and .quay.io`, [{name: '*.quay.io'}, {name: '*.quay.io'}]],
		['somebody@example.io', []],
		['no name here', []],
	])('%s', (text, names) => {
		expect(spelledNames(text)).toEqual(names);
	});
});

const page = `# Title

## One

| Destination | Protocol | Port | Use |
|---|---|---|---|
| **\`*:1194\`** <br/> *Or* <br/> [tag](/x) - **\`AzureCloud.<Region>:1194\`** or **\`APIServerPublicIP:1194\`** \`(if known)\` | UDP | 1194 | a |
| \`b.io\`, \`c.io\` | TCP | 443 and 80 | d.io is no destination |

Text with \`e.io\` between.

### Deeper

| FQDN | Port |
|---|---|
| **\`f.io, g.io\`** | **\`HTTP:80\`** |

## Two

| Domain | What |
|---|---|
| https://h.io | that |
| \`i.io\` | without a port |
`;

test('tables give a row for each name, with port and protocol, by their headings', () => {
	expect(tableFacts(page)).toEqual({
		One: ['tcp 443 b.io', 'tcp 443 c.io', 'udp 1194 *', 'udp 1194 APIServerPublicIP', 'udp 1194 AzureCloud.<Region>'],
		'One › Deeper': ['tcp 80 f.io', 'tcp 80 g.io'],
		Two: ['i.io', 'tcp 443 h.io'],
	});
});

test('facts of several texts come together, each once and in order', () => {
	const takes = [{kind: 'names' as const, within: ['*.io']}, {kind: 'ports' as const}];
	const texts = [
		'image: ghcr.io/a/b\nport: 8081\n',
		'containerPort: {{ .x | default 8443 }}\nghcr.io b.com',
		'TCP port 53, tcp:22',
	];
	expect(takeFacts(takes, texts)).toEqual({
		names: ['ghcr.io'],
		ports: ['port 22', 'port 53', 'port 8081', 'port 8443'],
	});
});

test('numbers that are no ports are none', () => {
	expect(takeFacts([{kind: 'ports'}], ['replicas: 20\nversion: 8081\nport: name\nimport x = 1.25'])).toEqual({});
});
