import {
  describeCredentials,
  describeDecisions,
  describeDenials,
  describePromised,
} from '@org/adapter-contract';
import { koaDriver } from './contract-driver.js';

describeDenials(koaDriver);
describeDecisions(koaDriver);
describePromised(koaDriver);
describeCredentials(koaDriver);
