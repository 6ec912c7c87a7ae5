/** A zone as CoreDNS compares it: in lower case, without the closing dot; empty for the root, which holds every name. */
export type DnsZone = string;

export function dnsZone(text: string): DnsZone {
	return text.toLowerCase().replace(/\.$/, '');
}

export function isInZone(name: string, zone: DnsZone): boolean {
	return zone === '' || name === zone || name.endsWith(`.${zone}`);
}
