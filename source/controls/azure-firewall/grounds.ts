import type {PacketSet} from '../../network/packet-set.js';
import type {PlacedRule} from '../../routing/evaluation-order.js';
import type {Publication} from '../../routing/publication.js';
import type {ApplicationRule, DnatRule, Firewall, NetworkRule} from '../../topology/firewall.js';

/** A rule that filters; none stands for the default deny. */
export type FilterRule = PlacedRule<NetworkRule | ApplicationRule>;

/** Why a firewall lets packets through, or does not. */
export type FirewallGrounds =
	| {
			readonly kind: 'rules';
			readonly firewall: Firewall;
			/** What decided; undefined is the default deny. */
			readonly rules: readonly (FilterRule | undefined)[];
			/** The packets they decide about. */
			readonly packets: PacketSet;
			/** Only when undecided: the rules that allow or deny it in one of the readings. */
			readonly candidates: readonly FilterRule[];
			/** Every packet that is denied in some reading; left out where there are too many to list. */
			readonly denied?: PacketSet | undefined;
	  }
	| {readonly kind: 'unread'; readonly firewall: Firewall; readonly reason: string}
	/** Its DNAT rules lead to the service. */
	| {
			readonly kind: 'published';
			readonly firewall: Firewall;
			readonly publication: Publication;
			/** Network rules that deny what was translated: they may override the DNAT rule, sources disagree (facts M2). */
			readonly denials: readonly string[];
	  }
	/** No DNAT rule leads there, or only for some clients. */
	| {
			readonly kind: 'unpublished';
			readonly publication: Publication;
			readonly narrow: readonly PlacedRule<DnatRule>[];
	  }
	| {readonly kind: 'perhaps-published'; readonly publication: Publication};
