import { describeCredentials, describeDecisions, describeDenials } from '@org/adapter-contract';
import { koaDriver } from './contract-driver.js';

describeDenials(koaDriver);
describeDecisions(koaDriver);
describeCredentials(koaDriver);
