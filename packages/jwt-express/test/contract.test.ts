import {
  describeCredentials,
  describeDecisions,
  describeDenials,
  describePromised,
  describeReload,
} from '@org/adapter-contract';
import { expressDriver } from './contract-driver.js';

describeDenials(expressDriver);
describeDecisions(expressDriver);
describePromised(expressDriver);
describeCredentials(expressDriver);
describeReload(expressDriver);
