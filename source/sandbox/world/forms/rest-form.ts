import {UserError} from '../../../errors.js';
import {isObject, textAt} from '../../json.js';
import type {ResourceForm} from './form.js';
import {isClusterId, waysToFetch} from './resource-hints.js';

/** What the REST API answers; the portal's JSON view shows the same with the version of the API. */
export const restForm: ResourceForm = {
	title: 'as the REST API returns them',
	commands: ["az rest --method get --url 'ID?api-version=VERSION'", "the portal's JSON view"],
	lost: 'Nothing.',
	fits: () => true,
	toRest: (resource, where) => {
		// Everything depends on the cluster; without its settings a world would look as if it had none.
		if (!isObject(resource['properties']) && isClusterId(textAt(resource, 'id'))) {
			throw new UserError('usage', `${where} is a cluster without its properties, so nothing can be told from it.`, {
				next: waysToFetch(textAt(resource, 'id')),
			});
		}

		return resource;
	},
};
