// stratum: the operator's command line.
CommandLineMain.run()
