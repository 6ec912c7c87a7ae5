import type {Option} from './command.js';

/** Which cluster: the same in every command. */
export const clusterOptions: readonly Option[] = [
	{
		flags: '--subscription <id>',
		description: 'the Azure subscription; AZURE_SUBSCRIPTION_ID when not given',
		value: 'subscription',
	},
	{flags: '-g, --resource-group <name>', description: "the cluster's resource group", value: 'resource-group'},
	{flags: '-n, --name <name>', description: 'the cluster', value: 'cluster'},
	{flags: '--world <folder>', description: 'read files instead of Azure (docs/worlds.md)'},
	{flags: '--sandbox <name>', description: 'use a built-in practice cluster', value: 'practice-world'},
	{flags: '--state <folder>', description: "keep the practice cluster's changes in this folder"},
];

/** How a folder of manifests is read. */
export const manifestOptions: readonly Option[] = [
	{flags: '--keep-going', description: 'go on without files of --world that cannot be read, and say which'},
	{flags: '--verbose', description: 'say more: all of an answer, and what each file of --world was taken for'},
];

/** A change that is not made yet. */
export const changeOption: Option = {
	flags: '--change <file>',
	description: 'as it will be after this change: a Terraform plan as JSON, what-if, manifests (docs/worlds.md)',
	repeatable: true,
};

/** What nobody can read and somebody must say. */
export const answerOptions: readonly Option[] = [
	{
		flags: '--profile <name>',
		description: 'what must work: names or files, with commas',
		repeatable: true,
		value: 'profiles',
	},
	{
		flags: '--machine <address>',
		description: "a developer machine's public address or range",
		value: 'free',
		repeatable: true,
	},
	{flags: '--dataplane-fqdn <name>', description: 'dataplaneFqdn from .azds/settings.json', value: 'free'},
	{
		flags: '--endpoint <type>',
		description: 'how the ingress controller is published',
		choices: ['public', 'private', 'none'],
	},
	{
		flags: '--set <name=value>',
		description: "another of the profile's parameters",
		repeatable: true,
		value: 'parameter',
	},
	{flags: '--probe', description: 'try the names that this machine needs (DNS, TCP, TLS; no request is sent)'},
	{flags: '--answers <file>', description: 'answers from a file (JSON), as --save-answers writes it'},
];

/** What must work, without a profile. */
export const questionOptions: readonly Option[] = [
	{
		flags: '--ask <question>',
		description: "what must work, in words: 'FROM TO', as `aksess ask` takes them",
		repeatable: true,
		value: 'free',
	},
];

export const choiceOptions: readonly Option[] = [
	{
		flags: '--choose <requirement=remedy>',
		description: 'take another remedy than the first; `none` leaves the flow as it is',
		repeatable: true,
		value: 'choice',
	},
	{flags: '--without <step>', description: 'leave a step out', repeatable: true, value: 'step'},
	{
		flags: '--allow-closing <step>',
		description: 'keep a step, or a rule of --remove, although it cuts something off',
		repeatable: true,
		value: 'step',
	},
	{
		flags: '--remove <rule>',
		description: 'also take away a rule, range or policy entry, by the id that `check --unused` prints',
		repeatable: true,
		value: 'free',
	},
];

/** What somebody knows better than what was read; the wizard's questions about the topology. */
export const correctionOptions: readonly Option[] = [
	{
		flags: '--correct <what=value>',
		description: 'overrule a reading: firewall=third-party-appliance, network-policy=calico, … (docs/answers.md)',
		repeatable: true,
		value: 'correction',
	},
];

export const outputOption: Option = {
	flags: '--output <format>',
	description: 'what to print',
	choices: ['text', 'json', 'markdown', 'html', 'sarif', 'junit'],
	default: 'text',
};
