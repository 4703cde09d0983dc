"""One act of Python's ftplib: up, down, again or more. What and where to is in the environment."""
import ftplib
import os
import ssl

act, half = os.environ["ACT"], int(os.environ["HALF"])
remote, out = os.environ["REMOTE"], os.environ["OUT"]
if os.environ["SECURE"] == "explicit":
    ftp = ftplib.FTP_TLS(context=ssl.create_default_context(cafile=os.environ["CA"]), timeout=20)
else:
    ftp = ftplib.FTP(timeout=20)
ftp.connect(os.environ["HOST"], int(os.environ["PORT"]))
ftp.login()
if os.environ["SECURE"] == "explicit":
    ftp.prot_p()
ftp.set_pasv(os.environ["MODE"] == "passive")
if act == "up":
    with open(os.environ["FILE"], "rb") as file:
        ftp.storbinary("STOR " + remote, file)
elif act == "again":
    with open(os.environ["FILE"], "rb") as file:
        file.seek(half)
        ftp.storbinary("STOR " + remote, file, rest=half)
elif act == "down":
    with open(out, "wb") as file:
        ftp.retrbinary("RETR " + remote, file.write)
else:
    with open(out, "ab") as file:
        ftp.retrbinary("RETR " + remote, file.write, rest=half)
ftp.quit()
