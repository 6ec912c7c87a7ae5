/**
 * Every question the wizard and the prompts ask, with the flag that answers it. Without a terminal nothing is asked:
 * {@link missingAnswers} lists what a command must be told instead.
 */
export const questions = {
	cluster: {
		text: 'Which cluster?',
		flag: '--resource-group NAME --name NAME (or --world FOLDER, or --sandbox NAME)',
		required: true,
	},
	entrance: {
		text: 'What do you want to find out?',
		flag: '--profile NAME, or --ask "FROM TO"',
		required: false,
	},
	ends: {text: 'What is to reach what?', flag: '--ask "FROM TO"', required: false},
	profile: {text: 'What must work on it?', flag: '--profile NAME (or --ask "FROM TO")', required: true},
	'drawn-from': {
		text: 'What is the profile to be drawn from?',
		flag: '--namespace NAME, or --firewall-log FILE (aksess profiles new)',
		required: false,
	},
	'drawn-rows': {
		text: 'Which of these are needs?',
		flag: '--out FILE (aksess profiles new), then take rows out of it',
		required: false,
	},
	'drawn-name': {
		text: 'How is the profile called?',
		flag: '--profile-name NAME (aksess profiles new)',
		required: false,
	},
	'drawn-file': {text: 'Where is it written?', flag: '--out FILE (aksess profiles new)', required: false},
	firewall: {
		text: 'Which firewall stands on the way out?',
		flag: '--correct firewall=third-party-appliance',
		required: false,
	},
	'security-groups': {
		text: 'Which network security groups guard the subnets?',
		flag: '--correct security-groups=none',
		required: false,
	},
	'network-policy': {
		text: 'Who enforces network policies?',
		flag: '--correct network-policy=none|azure|calico|cilium',
		required: false,
	},
	cni: {
		text: 'How do pods get their addresses?',
		flag: '--correct cni=kubenet|overlay|pod-subnet|node-subnet',
		required: false,
	},
	'private-cluster': {
		text: 'Is the API server private?',
		flag: '--correct private-cluster=true|false',
		required: false,
	},
	'authorized-ranges': {
		text: 'Who may call the API server?',
		flag: '--machine ADDRESS',
		required: false,
	},
	machines: {text: 'Which public addresses do developers come from?', flag: '--machine ADDRESS', required: false},
	parameter: {text: "What do the profile's own parameters say?", flag: '--set NAME=VALUE', required: false},
	choices: {text: 'Which way is each flow opened?', flag: '--choose REQUIREMENT=REMEDY', required: false},
	steps: {text: 'Which steps are left out?', flag: '--without STEP', required: false},
	formats: {text: 'In which formats are the scripts written?', flag: '--format bash,yaml,markdown', required: true},
	folder: {text: 'Where to?', flag: '--out FOLDER', required: true},
	overwrite: {text: 'May files that are there be replaced?', flag: '--force', required: false},
} as const satisfies Record<string, Question>;

export type Question = {
	readonly text: string;
	readonly flag: string;
	/** Nothing can be done without an answer; the others have a reading or a default. */
	readonly required: boolean;
};

export type QuestionId = keyof typeof questions;

/** Of the questions a command would ask, those that must be answered and are not. */
export function missingAnswers(
	asked: readonly QuestionId[],
	answered: ReadonlySet<QuestionId>,
): readonly (Question & {readonly id: QuestionId})[] {
	return asked.filter(id => questions[id].required && !answered.has(id)).map(id => ({id, ...questions[id]}));
}
