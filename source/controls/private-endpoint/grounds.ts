import type {PrivateEndpoint, PrivateZone} from '../../topology/private-name.js';

/** What private DNS and a private endpoint do with a name and with the packets to it. */
export type EndpointGrounds =
	| {readonly kind: 'record'; readonly name: string; readonly zone: PrivateZone; readonly read: boolean}
	/** The zone that is to answer has no record; `endpoint` is the one whose record is missing, where it is known. */
	| {
			readonly kind: 'no-record';
			readonly name: string;
			readonly zone: PrivateZone;
			readonly read: boolean;
			readonly endpoint: PrivateEndpoint | undefined;
	  }
	| {readonly kind: 'approved'; readonly endpoint: PrivateEndpoint}
	| {readonly kind: 'not-approved'; readonly endpoint: PrivateEndpoint};
