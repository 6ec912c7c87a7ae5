export {type Corrections, correctTopology, noCorrections} from '../topology/correct-topology.js';
