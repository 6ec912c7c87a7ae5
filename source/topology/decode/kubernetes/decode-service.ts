import type {Labels} from '../../../network/label-selector.js';
import {count, object, objects, text, textMap, texts} from '../../json.js';
import type {Service, ServicePort} from '../../kubernetes.js';
import type {JsonObject, KubeObject} from '../../world.js';
import {parseAddresses} from '../azure/parse-addresses.js';
import {decodeKubeProtocol} from './decode-policy-port.js';

const internalAnnotation = 'service.beta.kubernetes.io/azure-load-balancer-internal';
const translatedAnnotation = 'service.beta.kubernetes.io/azure-disable-load-balancer-floating-ip';
const allowedRangesAnnotation = 'service.beta.kubernetes.io/azure-allowed-ip-ranges';
const allowedTagsAnnotation = 'service.beta.kubernetes.io/azure-allowed-service-tags';
const sourceRangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';

export function decodeService(service: KubeObject): Service | undefined {
	const name = text(service, 'metadata', 'name');
	if (name === undefined) {
		return undefined;
	}

	const annotations = textMap(service, 'metadata', 'annotations');
	const tags = listed(annotations[allowedTagsAnnotation]);
	const ingress = objects(service, 'status', 'loadBalancer', 'ingress');
	return {
		namespace: text(service, 'metadata', 'namespace') ?? 'default',
		name,
		labels: textMap(service, 'metadata', 'labels'),
		annotations,
		type: text(service, 'spec', 'type') ?? 'ClusterIP',
		selector: object(service, 'spec', 'selector') && textMap(service, 'spec', 'selector'),
		ports: objects(service, 'spec', 'ports').flatMap(port => decodePort(port) ?? []),
		clusterAddresses: parseAddresses([
			...[text(service, 'spec', 'clusterIP')].filter(address => address !== undefined),
			...texts(service, 'spec', 'clusterIPs'),
			...texts(service, 'spec', 'externalIPs'),
		]),
		loadBalancerAddresses: parseAddresses(ingress.flatMap(entry => text(entry, 'ip') ?? [])),
		internal: annotations[internalAnnotation]?.toLowerCase() === 'true',
		externalTrafficPolicy: text(service, 'spec', 'externalTrafficPolicy') === 'Local' ? 'Local' : 'Cluster',
		sourceRanges: decodeSourceRanges(service, annotations),
		...(tags.length > 0 ? {sourceTags: tags} : {}),
		...(annotations[translatedAnnotation]?.toLowerCase() === 'true' ? {translated: true} : {}),
		healthCheckNodePort: count(service, 'spec', 'healthCheckNodePort'),
	};
}

function decodePort(entry: JsonObject): ServicePort | undefined {
	const port = count(entry, 'port');
	const protocol = decodeKubeProtocol(entry['protocol']);
	return port === undefined || protocol === undefined
		? undefined
		: {
				name: text(entry, 'name'),
				port,
				protocol,
				targetPort: count(entry, 'targetPort') ?? text(entry, 'targetPort') ?? port,
				nodePort: count(entry, 'nodePort'),
			};
}

/**
 * The field wins over the older annotation (kubernetes, service/util `GetLoadBalancerSourceRanges`); what Azure's own
 * annotation admits comes beside them (cloud-provider-azure, loadbalancer/accesscontrol).
 */
function decodeSourceRanges(service: KubeObject, annotations: Labels): readonly string[] {
	const ranges = texts(service, 'spec', 'loadBalancerSourceRanges');
	return [
		...(ranges.length > 0 ? ranges : listed(annotations[sourceRangesAnnotation])),
		...listed(annotations[allowedRangesAnnotation]),
	];
}

function listed(text = ''): readonly string[] {
	return text
		.split(',')
		.map(item => item.trim())
		.filter(item => item !== '');
}
