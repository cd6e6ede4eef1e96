import {
  describeCredentials,
  describeDecisions,
  describeDenials,
  describePromised,
} from '@org/adapter-contract';
import { expressDriver } from './contract-driver.js';

describeDenials(expressDriver);
describeDecisions(expressDriver);
describePromised(expressDriver);
describeCredentials(expressDriver);
