import {objects, text, texts} from '../../json.js';
import {type Known, known} from '../../known.js';
import type {ServiceEndpointPolicy} from '../../service-endpoint-policy.js';
import type {ArmResource} from '../../world.js';

export function decodeServiceEndpointPolicy({id, name, properties}: ArmResource): Known<ServiceEndpointPolicy> {
	return known({
		id,
		name,
		definitions: objects(properties, 'serviceEndpointPolicyDefinitions').map(definition => ({
			name: text(definition, 'name') ?? '',
			service: text(definition, 'properties', 'service') ?? '',
			resources: texts(definition, 'properties', 'serviceResources'),
		})),
	});
}
