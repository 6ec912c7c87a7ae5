import {type AddressSet, addresses} from '../../network/address-set.js';

/** A block that no machine on the internet has an address in, and what it is for. */
type ReservedBlock = {readonly addresses: AddressSet; readonly what: string};

/**
 * What az calls "not global" (Python's `ipaddress`, IANA special-purpose registry), run and noted in the facts, D2.
 * These are refused by az before Azure sees them.
 */
export const notGlobal: readonly ReservedBlock[] = [
	{addresses: addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'), what: 'private (RFC 1918)'},
	{addresses: addresses('100.64.0.0/10'), what: "shared by providers' customers (RFC 6598)"},
	{addresses: addresses('127.0.0.0/8'), what: 'the machine itself (loopback)'},
	{addresses: addresses('169.254.0.0/16'), what: 'link-local'},
	{addresses: addresses('192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'), what: 'for documentation (TEST-NET)'},
	{addresses: addresses('198.18.0.0/15'), what: 'for benchmarks (RFC 2544)'},
	{addresses: addresses('192.0.0.0/29', '192.0.0.170/31'), what: 'for IETF protocols'},
	{addresses: addresses('240.0.0.0/4'), what: 'reserved'},
	{addresses: addresses('0.0.0.0/8'), what: 'no address of a machine ("this network")'},
];

/** Let through by az, but nobody's own address: asking for them is a slip. */
export const notOneMachine: readonly ReservedBlock[] = [
	{addresses: addresses('224.0.0.0/4'), what: 'for multicast'},
	{addresses: addresses('168.63.129.16'), what: "Azure's own platform address"},
];
