import {formatAddress} from '../../network/address.js';
import type {Packets} from '../../routing/way.js';
import {commandLine} from '../../topology/command-line.js';

/** The same connection from a node, because only that tells what an unreadable device does with it. */
export function tryFromNode({ports, destination, hosts}: Packets): string {
	const name = hosts.flatMap(host => (host.kind === 'named' ? [host.pattern] : []))[0];
	const first = destination[0]?.[0];
	const address = first === undefined ? 'ADDRESS' : formatAddress(first);
	const host = name === undefined ? address : name.includes('*') ? 'NAME' : name;
	const attempt = `nc -w 5 ${host} ${ports[0]?.[0] ?? 443} </dev/null && echo reached`;
	const image = '--image=mcr.microsoft.com/cbl-mariner/busybox:2.0';
	return commandLine('kubectl', 'debug', 'node/NODE', '-it', image, '--', 'sh', '-c', attempt);
}
