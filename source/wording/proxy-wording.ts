import type {ProxyGrounds} from '../controls/http-proxy/grounds.js';
import type {Flow} from '../profiles/flow.js';
import type {Wording} from './control-wording.js';

export function proxyWording({url}: ProxyGrounds, {to}: Flow): Wording {
	return {
		rule: 'httpProxyConfig',
		why: `Nodes and pods ask for ${to} through the HTTP proxy ${url}, and what that lets through cannot be read.`,
	};
}
