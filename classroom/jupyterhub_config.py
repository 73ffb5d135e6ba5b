"""JupyterHub's settings for the class server; `classroom.start` gives the class."""

import os
import pwd
from pathlib import Path

from classroom.places import COURSE, CPUS, GIGABYTES, SYSTEMD, Class, pull_link

c = get_config()  # noqa: F821  (JupyterHub defines it)
CLASS = Class.of(Path(os.environ["CLASSROOM"]))
ENV = CLASS.folder / "env" / "bin"
LEARNER = CLASS.folder / "learner"

# Everything listens on this computer only.
c.JupyterHub.bind_url = f"http://127.0.0.1:{CLASS.port}"
c.JupyterHub.hub_port = CLASS.port + 81
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{CLASS.port + 1}"
node = CLASS.clone / "tools" / "node" / "node_modules"
c.ConfigurableHTTPProxy.command = [str(node / ".bin" / "configurable-http-proxy")]

c.Authenticator.allowed_users = set(CLASS.logins)
if CLASS.password:
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = CLASS.password
else:
    c.JupyterHub.authenticator_class = "pam"

# Whoever logs in without a link gets the newest course, and the start page.
c.Spawner.default_url = "/" + pull_link(CLASS.repository)
c.Spawner.notebook_dir = "~"
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # a whole class at once, on few processors
c.Spawner.environment = {
    "PATH": f"{ENV}:/usr/local/bin:/usr/bin:/bin",
    # Lessons use the helpers that came with them, so each learner has files of their own.
    "PYTHONPATH": lambda spawner: f"{pwd.getpwnam(spawner.user.name).pw_dir}/{COURSE}",
    "GIT_CONFIG_SYSTEM": str(LEARNER / "gitconfig"),
    "JUPYTER_CONFIG_PATH": str(LEARNER / "jupyter"),
    "JUPYTER_PREFER_ENV_PATH": "1",
    # A class has more learners than processors: more threads would wait for each other.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
server = str(ENV / "jupyterhub-singleuser")
if SYSTEMD:  # not tried by the maintainers
    c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
    c.SystemdSpawner.unit_name_template = "class-{USERNAME}"
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.cmd = [server]
    c.SystemdSpawner.mem_limit = f"{GIGABYTES}G"
    c.SystemdSpawner.cpu_limit = CPUS
else:  # a limit for each process of a learner, not for all of them together
    c.Spawner.cmd = ["prlimit", f"--data={GIGABYTES * 2**30}", "--", server]
