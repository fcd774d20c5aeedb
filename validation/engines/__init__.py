"""Engines for `--executor MODULE:FACTORY`: recipes for Dask, Slurm (through submitit) and Ray.

A factory takes no arguments and returns a `concurrent.futures.Executor`; a new one is made where one breaks. Those of
this package run on this machine, for a trial; on a cluster the user's own few lines say how it is reached:

    # my_cluster.py, run with: emergence-audit run --executor my_cluster:slurm
    from dask_jobqueue import SLURMCluster
    from validation.engines.dask import on

    def slurm():
        return on(SLURMCluster(cores=1, memory="4GB", walltime="02:00:00"), workers=20)
"""

MISSING = "needs the extra [engines] (pip install '.[engines]')"
RETRIES = 2  # a cell whose worker is lost, or taken away for other work, is begun again this often
