import {UserError} from '../../errors.js';
import {isObject, type Json, type JsonObject, textAt} from '../json.js';
import {formatOfText, parseFile} from '../world/parse-file.js';
import {isArmTemplate, readArmTemplate} from './arm-template.js';
import {kubeEdits} from './kube-edits.js';
import {isKubectlDiff, readKubectlDiff} from './kubectl-diff.js';
import {joinProposals, type Proposal} from './proposal.js';
import {isTerraform, readTerraform} from './terraform/read-terraform.js';
import {isWhatIf, readWhatIf} from './what-if.js';

type Form = {
	readonly is: (value: JsonObject) => boolean;
	readonly read: (file: string, value: JsonObject, where: string) => Proposal;
};

/** Told by the content alone, in the order in which they are asked. */
const forms: readonly Form[] = [
	{is: isTerraform, read: readTerraform},
	{is: isWhatIf, read: readWhatIf},
	{is: isArmTemplate, read: readArmTemplate},
	{
		is: value => 'apiVersion' in value && 'kind' in value,
		read: (file, value, where) => ({edits: kubeEdits(file, where, value), notes: [], unread: []}),
	},
];

/** What is none of these and is known all the same, with what would be one. */
const looks: readonly {readonly is: (value: JsonObject) => boolean; readonly what: string; readonly next: string}[] = [
	{
		is: value => 'lineage' in value && 'serial' in value,
		what: 'a Terraform state file as Terraform keeps it; it may hold secrets',
		next: 'Give what `terraform show -json` prints of it.',
	},
	{
		is: value => '@level' in value && '@message' in value,
		what: 'the log of `terraform plan -json`, which does not say what the resources will be',
		next: 'Run `terraform plan -out tfplan`, then `terraform show -json tfplan > plan.json`.',
	},
	{
		is: value => 'parameters' in value && /deploymentParameters\.json/i.test(textAt(value, '$schema')),
		what: 'the parameters of an ARM template',
		next: 'Give what `az deployment group what-if --template-file FILE --parameters FILE --no-pretty-print` prints.',
	},
	{
		is: value => textAt(value, 'status') !== '' && ('changes' in value || 'properties' in value),
		what: 'an answer of what-if in which nothing changes, or none at all',
		next: 'Run `az deployment group what-if --no-pretty-print` again, and look at its error.',
	},
	{
		is: value => /^\/subscriptions\//i.test(textAt(value, 'id')),
		what: 'a resource as it is, not a change',
		next: 'Put it into the folder that --world names.',
	},
];

/** A change as files of any of the forms, by name and text. Later files are made after earlier ones. */
export function readProposal(files: Readonly<Record<string, string>>): Proposal {
	return joinProposals(Object.entries(files).map(([file, text]) => readFile(file, text)));
}

function readFile(file: string, text: string): Proposal {
	if (isKubectlDiff(text)) {
		return readKubectlDiff(file, text);
	}

	const parsed = parseFile(file, text, formatOfText(text));
	const [broken] = parsed.flatMap(part => ('broken' in part ? [part.broken] : []));
	const documents = parsed.flatMap(part => ('value' in part ? [part] : []));
	const log = documents.find(({value}) => isObject(value) && '@level' in value);
	if (broken !== undefined && log === undefined) {
		throw broken;
	}

	if (documents.length === 0) {
		throw unknown(file, undefined);
	}

	const values = log === undefined ? documents : [log];
	return joinProposals(values.map(({where, value}) => readValue(file, where, value)));
}

function readValue(file: string, where: string, value: Json): Proposal {
	if (Array.isArray(value) && value.length > 0) {
		return joinProposals(value.map((item: Json, index) => readValue(file, `${where}[${index}]`, item)));
	}

	const form = isObject(value) ? forms.find(({is}) => is(value)) : undefined;
	if (form === undefined || !isObject(value)) {
		throw unknown(file, value);
	}

	return form.read(file, value, where);
}

const whatIsOne =
	'A change is what `terraform show -json PLAN`, `az deployment group what-if --no-pretty-print`, `kubectl apply --dry-run=server -o yaml`, `kubectl diff`, `helm template` or `kubectl kustomize` prints.';

function unknown(file: string, value: Json | undefined): UserError {
	const look = isObject(value) ? looks.find(({is}) => is(value)) : undefined;
	return look === undefined
		? new UserError('usage', `${file} holds no change that is known here.`, {next: [whatIsOne]})
		: new UserError('usage', `${file} is ${look.what}.`, {next: [look.next]});
}
