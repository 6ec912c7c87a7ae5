/** What happened when this machine tried to reach a name, as far as it got. */
export type MachineProbe = {
	/** The exact name that was tried. */
	readonly name: string;
	readonly port: number;
	readonly outcome: 'reached' | 'no-such-name' | 'no-connection' | 'no-tls';
	/** In the words of the system that refused; empty when reached. */
	readonly detail: string;
};
