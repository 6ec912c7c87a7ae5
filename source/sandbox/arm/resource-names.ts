import {refuse} from './arm-answers.js';

/** Names of most network resources. */
const networkName = /^[A-Za-z0-9_](?:[\w.-]{0,78}\w)?$/;
/** Azure's own samples hold rule names with blanks; they can be read, but not made. */
export function assertNetworkName(name: string): void {
	if (!networkName.test(name)) {
		throw refuse(
			400,
			'InvalidResourceName',
			`Resource name ${name} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
			{details: []},
		);
	}
}

/** Policies and rule collection groups (facts A7, from the REST specification). */
const firewallName = /^[^_\W][\w.-]{0,79}(?<![-.])$/;

export function assertFirewallName(name: string): void {
	if (!firewallName.test(name)) {
		throw refuse(
			400,
			'InvalidResourceName',
			`Resource name ${name} is invalid. The name can be up to 80 characters long. It must begin with a letter or number and must not end with '-' or '.'.`,
			{details: []},
		);
	}
}
