/** `module.net["a.b"]` of `module.net["a.b"].azurerm_subnet.aks`; empty at the root. */
export function moduleOf(address: string): string {
	return /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*/.exec(address)?.[0].replace(/\.$/, '') ?? '';
}

/** The address of a resource without the key of its own. */
export function withoutIndex(address: string): string {
	return address.replace(/\[[^\]]*\]$/, '');
}
