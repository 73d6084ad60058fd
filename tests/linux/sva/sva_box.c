// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
/*
 * A driver that lets a process share its address space with endpoint 0 (SVA):
 * opening /dev/sva_box binds the process, reading it gives the PASID, closing
 * it unbinds. All it does is call the kernel; what is tested is intel-iommu.
 *
 * Kernels of late refuse SVA on x86 in the core; the driver below the core is
 * still the one to be tested, so it is asked directly then.
 */
#include <linux/fs.h>
#include <linux/iommu.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched/mm.h>
#include <linux/uaccess.h>

static struct pci_dev *box;
static struct iommu_sva *bond;
static bool direct;

static struct iommu_sva *bind_process(struct device *dev)
{
	struct iommu_sva *sva = iommu_sva_bind_device(dev, current->mm, NULL);

	direct = IS_ERR(sva) && PTR_ERR(sva) == -EOPNOTSUPP;
	if (direct)
		sva = dev_iommu_ops(dev)->sva_bind(dev, current->mm, NULL);
	return sva;
}

static int box_open(struct inode *inode, struct file *file)
{
	struct iommu_sva *sva;

	if (bond)
		return -EBUSY;
	sva = bind_process(&box->dev);
	if (IS_ERR(sva))
		return PTR_ERR(sva);
	bond = sva;
	return 0;
}

static int box_release(struct inode *inode, struct file *file)
{
	if (direct)
		dev_iommu_ops(&box->dev)->sva_unbind(bond);
	else
		iommu_sva_unbind_device(bond);
	bond = NULL;
	return 0;
}

static ssize_t box_read(struct file *file, char __user *to, size_t size,
			loff_t *at)
{
	u32 pasid = iommu_sva_get_pasid(bond);

	return simple_read_from_buffer(to, size, at, &pasid, sizeof(pasid));
}

static const struct file_operations box_fops = {
	.owner = THIS_MODULE,
	.open = box_open,
	.release = box_release,
	.read = box_read,
};

static struct miscdevice box_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "sva_box",
	.fops = &box_fops,
};

static int box_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	int err;

	if (box)
		return -EBUSY;
	err = pci_enable_device(dev);
	if (err)
		return err;
	pci_set_master(dev);
	err = iommu_dev_enable_feature(&dev->dev, IOMMU_DEV_FEAT_IOPF);
	if (!err)
		err = iommu_dev_enable_feature(&dev->dev, IOMMU_DEV_FEAT_SVA);
	dev_info(&dev->dev, "sva_box: ats %d pri %d pasid %d: %d\n",
		 dev->ats_enabled, dev->pri_enabled, dev->pasid_enabled, err);
	if (err)
		return err;
	box = dev;
	return misc_register(&box_device);
}

static void box_remove(struct pci_dev *dev)
{
	misc_deregister(&box_device);
	iommu_dev_disable_feature(&dev->dev, IOMMU_DEV_FEAT_SVA);
	iommu_dev_disable_feature(&dev->dev, IOMMU_DEV_FEAT_IOPF);
	box = NULL;
}

static const struct pci_device_id box_ids[] = {
	{ PCI_DEVICE(0x1234, 0x7d01) },
	{},
};
MODULE_DEVICE_TABLE(pci, box_ids);

static struct pci_driver box_driver = {
	.name = "sva_box",
	.id_table = box_ids,
	.probe = box_probe,
	.remove = box_remove,
};
module_pci_driver(box_driver);

MODULE_DESCRIPTION("Shared virtual addressing for a test endpoint");
/* The symbols it needs are for GPL modules only; the source is Apache-2.0. */
MODULE_LICENSE("GPL");
