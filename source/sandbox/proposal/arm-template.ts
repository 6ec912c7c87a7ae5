import {UserError} from '../../errors.js';
import {isObject, type Json, type JsonObject, objectsAt, textAt} from '../json.js';
import {someGroup, someSubscription} from './place-edits.js';
import type {Edit, Proposal} from './proposal.js';

export function isArmTemplate(value: JsonObject): boolean {
	return /deploymentTemplate\.json/i.test(textAt(value, '$schema'));
}

/**
 * A template in which nothing has to be evaluated: neither parameters nor variables, loops or expressions. It does not say
 * where it is deployed to.
 */
export function readArmTemplate(file: string, value: JsonObject): Proposal {
	const edits = objectsAt(value, 'resources').flatMap((resource): readonly Edit[] => {
		const [type, name] = [textAt(resource, 'type'), textAt(resource, 'name')];
		const types = type.split('/');
		const names = name.split('/');
		if (hasExpression(resource) || 'copy' in resource || 'condition' in resource || names.length !== types.length - 1) {
			throw onlyAzureCanTell(file);
		}

		const path = names.map((own, index) => `${types[index + 1] ?? ''}/${own}`).join('/');
		const {apiVersion: _version, dependsOn: _order, ...body} = resource;
		const id = `/subscriptions/${someSubscription}/resourceGroups/${someGroup}/providers/${types[0] ?? ''}/${path}`;
		const own = {...body, id, name: names.at(-1) ?? ''};
		return [{kind: 'resource', origin: {file, address: id}, id, before: undefined, after: own, partial: false}];
	});
	return {edits, notes: [], unread: []};
}

function hasExpression(value: Json | undefined): boolean {
	if (typeof value === 'string') {
		return /^\[(?!\[).*\]$/s.test(value);
	}

	return Array.isArray(value) ? value.some(hasExpression) : isObject(value) && Object.values(value).some(hasExpression);
}

function onlyAzureCanTell(file: string): UserError {
	return new UserError('usage', `${file} is an ARM template that only Azure can evaluate.`, {
		next: [
			'Give what `az deployment group what-if -g GROUP --template-file FILE --no-pretty-print` prints; for a Bicep file likewise.',
		],
	});
}
