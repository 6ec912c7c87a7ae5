import {isObject, type Json, type JsonObject, listAt, textAt} from '../../json.js';

type Look = {readonly is: (value: JsonObject) => boolean; readonly what: string};

/** What people put into such a folder and what is no network as it is now, with what would be. */
const looks: readonly Look[] = [
	{
		is: value => 'terraform_version' in value && ('resource_changes' in value || 'planned_values' in value),
		what: 'a Terraform plan, which says what is to be: give it with --change, and fetch what is from Azure',
	},
	{
		is: value => 'terraform_version' in value,
		what: 'a Terraform state, which may hold secrets: give what `terraform show -json` prints of it with --change, and fetch what is from Azure',
	},
	{
		is: value => /deploymentTemplate\.json/i.test(textAt(value, '$schema')),
		what: 'an ARM template, which is not evaluated: fetch the resources that it made from Azure',
	},
	{
		is: value => listAt(value, 'changes').some(change => isObject(change) && 'changeType' in change),
		what: 'the answer of what-if, which says what is to be: give it with --change, and fetch what is from Azure',
	},
	{
		is: value => listAt(value, 'networkInterfaces').some(nic => isObject(nic) && 'securityRuleAssociations' in nic),
		what: 'the security group view of a machine: give what `az network nic list-effective-nsg` prints',
	},
	{
		is: value => 'Source Port Ranges' in value || ('Priority' in value && 'Source Ports' in value),
		what: 'rules as the portal lets them be downloaded, which say not whose they are: give what `az network nic list-effective-nsg` prints',
	},
	{
		is: value => 'nextHopType' in value && 'state' in value,
		what: 'an effective route of a network interface: fetch the route tables themselves',
	},
	{
		is: value => isObject(value['error']) && 'code' in value['error'],
		what: "an error of Azure's in place of an answer: fetch it again",
	},
];

/** Some az commands lose one of several `--ids` so (seen of 2.91: `network nsg show`), and end as if all was well. */
export const emptyAnswer = 'an empty answer, as az may print it for one of several --ids: fetch each by itself';

/** What a value is that is neither Azure's nor a cluster's, to stand in brackets after its place. */
export function whatItLooksLike(value: Json): string {
	if (!isObject(value)) {
		return 'no object';
	}

	const look = looks.find(({is}) => is(value));
	if (look !== undefined) {
		return look.what;
	}

	if (Object.keys(value).length === 0) {
		return emptyAnswer;
	}

	const kind = textAt(value, 'kind');
	const keys = Object.keys(value).slice(0, 3).join(', ');
	return kind === '' ? `has ${keys}` : `a ${kind}`;
}
