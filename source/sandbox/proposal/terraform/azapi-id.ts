import {type JsonObject, textAt} from '../../json.js';
import {isUnreadValue} from '../unread-value.js';

/** `type` is `Microsoft.Network/virtualNetworks/subnets@2024-05-01`; `parent_id` a group or the resource it stands in. */
export function azapiId(values: JsonObject): string | undefined {
	const known = (name: string): string => {
		const text = textAt(values, name);
		return isUnreadValue(text) ? '' : text;
	};
	const direct = known('resource_id');
	if (direct !== '') {
		return direct;
	}

	const [type = ''] = known('type').split('@');
	const [parent, name] = [known('parent_id'), known('name')];
	if (type === '' || parent === '' || name === '') {
		return undefined;
	}

	const types = type.split('/');
	return types.length > 2 ? `${parent}/${types.at(-1) ?? ''}/${name}` : `${parent}/providers/${type}/${name}`;
}
