import {formatAddress} from '../../network/address-set.js';
import type {Destination, Flow} from '../../profiles/flow.js';
import {commandLine} from '../command-line.js';

/** The same connection from a node, because only that tells what an unreadable device does with it. */
export function tryFromNode({ports}: Flow, destination: Destination): string {
	const first = destination.kind === 'addresses' ? destination.addresses[0]?.[0] : undefined;
	const name = destination.kind === 'name' && !destination.pattern.includes('*') ? destination.pattern : 'NAME';
	const host = first === undefined ? name : formatAddress(first);
	const attempt = `nc -w 5 ${host} ${ports[0]?.[0] ?? 443} </dev/null && echo reached`;
	const image = '--image=mcr.microsoft.com/cbl-mariner/busybox:2.0';
	return commandLine('kubectl', 'debug', 'node/NODE', '-it', image, '--', 'sh', '-c', attempt);
}
