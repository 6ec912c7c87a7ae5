import {isObject} from '../../json.js';
import type {ResourceForm} from './form.js';
import {restoreResource} from './restore-resource.js';

/** `az resource show` keeps `properties` and adds `resourceGroup` beside ids and nulls at the top. */
export const azResourceForm: ResourceForm = {
	title: 'as az resource show prints them',
	commands: ['az resource show --ids ID --api-version VERSION'],
	lost: 'Nothing.',
	fits: resource => isObject(resource['properties']) && Object.hasOwn(resource, 'resourceGroup'),
	toRest: restoreResource,
};
